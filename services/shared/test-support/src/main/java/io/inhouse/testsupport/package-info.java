/** Real PostgreSQL, Kafka and Keycloak for tests. */
@NullMarked
package io.inhouse.testsupport;

import org.jspecify.annotations.NullMarked;
