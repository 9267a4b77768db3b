package io.inhouse.portal;

import io.inhouse.architecture.InhouseArchitecture;

class ArchitectureTest extends InhouseArchitecture {}
