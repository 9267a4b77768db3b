package io.inhouse.failures.body;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On an endpoint whose body may be longer than others' although it is read into memory: {@link BodyLimit}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LargeBody {
    /** The longest, in 2^20 bytes. */
    int mebibytes();
}
