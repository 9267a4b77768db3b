/** What the parts consist of: our servers built and installed away from the build folders, PostgreSQL and Keycloak fetched through Maven. */
@NullMarked
package io.inhouse.local.software;

import org.jspecify.annotations.NullMarked;
