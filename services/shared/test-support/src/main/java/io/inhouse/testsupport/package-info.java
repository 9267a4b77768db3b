/**
 * The real parts a test needs: PostgreSQL, Kafka, Keycloak, an issuer of tokens, directories. Each is started once per
 * JVM on a free port and ends with that JVM.
 */
@NullMarked
package io.inhouse.testsupport;

import org.jspecify.annotations.NullMarked;
