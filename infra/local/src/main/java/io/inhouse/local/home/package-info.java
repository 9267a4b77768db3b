/** What the launcher remembers between runs: folders, ports and secrets of one platform, in one directory that only its owner can read. */
@NullMarked
package io.inhouse.local.home;

import org.jspecify.annotations.NullMarked;
