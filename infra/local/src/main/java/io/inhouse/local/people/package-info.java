/** People and applications at the platform's one door: logged in, speaking JSON, as any client of the public APIs does. */
@NullMarked
package io.inhouse.local.people;

import org.jspecify.annotations.NullMarked;
