package io.inhouse.tuning.client;

import io.inhouse.architecture.InhouseArchitecture;

class ArchitectureTest extends InhouseArchitecture {}
