package io.inhouse.adapterformat;

import io.inhouse.architecture.InhouseArchitecture;

class ArchitectureTest extends InhouseArchitecture {}
