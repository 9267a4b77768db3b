/** AES-256-GCM, the master keys and how they are kept. The only place of the artefact store that touches ciphers. */
@NullMarked
package io.inhouse.artefacts.encryption;

import org.jspecify.annotations.NullMarked;
