package io.inhouse.local;

import io.inhouse.architecture.InhouseArchitecture;

class ArchitectureTest extends InhouseArchitecture {}
