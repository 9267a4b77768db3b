/**
 * The storm: a mixed load through the public APIs while parts are killed, the network fails and disks fill; and the questions
 * asked afterwards: is every acknowledged action there exactly once, is the log the one that was seen before.
 */
@NullMarked
package io.inhouse.local.storm;

import org.jspecify.annotations.NullMarked;
