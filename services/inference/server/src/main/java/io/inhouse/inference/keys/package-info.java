/**
 * The API keys of a project's applications: made, restricted, disabled and listed here, kept at the identity provider and
 * nowhere else. {@code Keys} tells the story of each action; {@code KeyAccounts} speaks to the identity provider; {@code
 * KeyActions} sees to it that every action is in the record before it is done, and its end after.
 */
@NullMarked
package io.inhouse.inference.keys;

import org.jspecify.annotations.NullMarked;
