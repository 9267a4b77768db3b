/**
 * Answers applications with base models and approved adapters over OpenAI's API. The way of a request: {@code chat} reads
 * it strictly, {@code models} knows what may be asked, {@code recording} makes it durable and only then lets {@code
 * generation} compute.
 */
@NullMarked
package io.inhouse.inference;

import org.jspecify.annotations.NullMarked;
