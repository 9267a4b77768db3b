/** The record as OpenAI's management API shows audit logs. */
@NullMarked
package io.inhouse.audit.openai;

import org.jspecify.annotations.NullMarked;
