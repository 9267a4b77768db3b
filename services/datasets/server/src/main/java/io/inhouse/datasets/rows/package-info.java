/** Takes an upload apart: lines of a stream, then rows of lines, each good or with a reason. Knows no Quarkus, SQL or HTTP. */
@NullMarked
package io.inhouse.datasets.rows;

import org.jspecify.annotations.NullMarked;
