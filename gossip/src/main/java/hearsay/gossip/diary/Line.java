package hearsay.gossip.diary;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How a [Happening] is told, and recognized when it is read: a sentence in which `{component}`
/// stands for each component of the record.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Line {
    String value();

    Level level() default Level.NOTICE;
}
