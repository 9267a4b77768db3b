package io.inhouse.registry.client;

import io.inhouse.architecture.InhouseArchitecture;

class ArchitectureTest extends InhouseArchitecture {}
