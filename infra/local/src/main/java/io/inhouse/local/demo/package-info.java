/**
 * The platform's main job, told as a story: five people and an application take a dataset to a served adapter and to a
 * verified record, through the public APIs only.
 */
@NullMarked
package io.inhouse.local.demo;

import org.jspecify.annotations.NullMarked;
