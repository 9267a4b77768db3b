/**
 * Objects in the artefact store whose process died, or whose transaction failed, before anything referred to them: noted before
 * they are stored, collected when nobody can claim them any more.
 */
@NullMarked
package io.inhouse.recording.leftovers;

import org.jspecify.annotations.NullMarked;
