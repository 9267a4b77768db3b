package io.inhouse.local.parts;

import io.inhouse.local.home.Home;
import io.inhouse.local.home.Logins;
import io.inhouse.local.home.Ports;
import io.inhouse.local.home.Secrets;
import io.inhouse.local.software.ForeignSoftware;
import io.inhouse.local.software.Installation;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What the parts share.
 *
 * @param repository where the sources are; the realm file is read there
 * @param installation known once the build is done; asking earlier is an error
 */
public record Context(
        Home home,
        Ports ports,
        Secrets secrets,
        Logins logins,
        ForeignSoftware foreign,
        Path repository,
        Supplier<Installation> installation) {}
