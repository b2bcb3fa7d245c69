package hearsay.sentinel.hello;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A hello")
class HelloTest {

    @Test
    @DisplayName("D7.61: is ip,port,runid,epoch,name,mip,mport,mepoch")
    void format() {
        String text = "10.0.1.1,26379," + "a".repeat(40) + ",7,mymaster,10.0.0.1,6379,5";
        var hello = Hello.parse(text);
        assertThat(hello)
                .isEqualTo(
                        new Hello(
                                "10.0.1.1",
                                26_379,
                                "a".repeat(40),
                                7,
                                "mymaster",
                                "10.0.0.1",
                                6379,
                                5));
        assertThat(hello).hasToString(text);
        assertThat(Hello.parse(text + ",more")).isNull();
        assertThat(Hello.parse(text.replace("6379,5", "x,5"))).isNull();
    }
}
