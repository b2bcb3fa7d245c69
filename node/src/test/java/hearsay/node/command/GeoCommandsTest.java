package hearsay.node.command;

import static hearsay.node.TwinConversation.twinConversation;

import org.junit.jupiter.api.Test;

class GeoCommandsTest {

    @Test
    void places_are_added_and_shown() {
        twinConversation(
                """
                > GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
                (integer) 2
                > GEOADD Sicily 13.583333 37.316667 Agrigento
                (integer) 1
                > GEOADD Sicily NX 0 0 Palermo
                (integer) 0
                > GEOADD Sicily XX 0 0 Nowhere
                (integer) 0
                > GEOADD Sicily XX CH 13.36 38.11 Palermo
                (integer) 1
                > GEOADD Sicily CH 13.361389 38.115556 Palermo 12.5 38 Trapani
                (integer) 2
                > ZRANGE Sicily 0 -1 WITHSCORES
                1) "Trapani"
                2) "3478969960189637"
                3) "Agrigento"
                4) "3479030013248308"
                5) "Palermo"
                6) "3479099956230698"
                7) "Catania"
                8) "3479447370796909"
                > TYPE Sicily
                zset
                > GEOPOS Sicily Palermo Nowhere Catania
                1) 1) "13.36138933897018433"
                   2) "38.11555639549629859"
                2) (nil)
                3) 1) "15.08726745843887329"
                   2) "37.50266842333162032"
                > GEOPOS none Palermo
                1) (nil)
                > GEOPOS Sicily
                (empty array)
                > GEOHASH Sicily Palermo Catania Nowhere
                1) "sqc8b49rny0"
                2) "sqdtr74hyu0"
                3) (nil)
                > GEOHASH none Palermo
                1) (nil)
                > GEOHASH Sicily
                (empty array)
                > GEODIST Sicily Palermo Catania
                "166274.1516"
                > GEODIST Sicily Palermo Catania km
                "166.2742"
                > GEODIST Sicily Palermo Catania MI
                "103.3182"
                > GEODIST Sicily Palermo Catania ft
                "545518.8700"
                > GEODIST Sicily Palermo Palermo
                "0.0000"
                > GEODIST Sicily Palermo Nowhere
                (nil)
                > GEODIST none Palermo Catania
                (nil)
                > GEODIST Sicily Palermo Catania parsec
                (error) ERR unsupported unit provided. please use M, KM, FT, MI
                > GEODIST Sicily Palermo Catania m x
                (error) ERR syntax error
                > GEODIST Sicily Palermo
                (error) ERR wrong number of arguments for 'geodist' command
                > GEOADD Sicily NX XX 0 0 x
                (error) ERR syntax error
                > GEOADD Sicily 0 0
                (error) ERR wrong number of arguments for 'geoadd' command
                > GEOADD Sicily 0 0 x 1
                (error) ERR syntax error
                > GEOADD Sicily NX CH NX
                (error) ERR syntax error
                > GEOADD Sicily NX CH XX
                (error) ERR syntax error
                > GEOADD Sicily x 0 a
                (error) ERR value is not a valid float
                > GEOADD Sicily 0 x a
                (error) ERR value is not a valid float
                > GEOADD Sicily 181 0 a
                (error) ERR invalid longitude,latitude pair 181.000000,0.000000
                > GEOADD Sicily 0 86 a
                (error) ERR invalid longitude,latitude pair 0.000000,86.000000
                > GEOADD Sicily -1e9 -0.5 a
                (error) ERR invalid longitude,latitude pair -1000000000.000000,-0.500000
                > GEOADD Sicily inf 0 a
                (error) ERR invalid longitude,latitude pair inf,0.000000
                > GEOADD Sicily nan 0 a
                (error) ERR value is not a valid float
                > GEOADD corners 180 85.05112878 ne -180 -85.05112878 sw
                (integer) 2
                > GEOPOS corners ne sw
                1) 1) "180"
                   2) "85.0511287799999991"
                2) 1) "-179.99999731779098511"
                   2) "-85.05112751263942528"
                > GEOHASH corners ne sw
                1) "bp05b5048p0"
                2) "00bh0hbj200"
                > SET string x
                OK
                > GEOADD string 0 0 x
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > GEOPOS string x
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > GEOHASH string x
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > GEODIST string x y
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void any_sorted_set_has_places() {
        twinConversation(
                """
                > ZADD z 1 a -1 b 1.5 c inf d -inf e 1e300 f 4503599627370496 g
                (integer) 7
                > GEOPOS z a b c d e f g
                1) 1) "-179.99999731779098511"
                   2) "-85.05112497791824921"
                2) 1) "180"
                   2) "85.0511287799999991"
                3) 1) "-179.99999731779098511"
                   2) "-85.05112497791824921"
                4) 1) "-179.99999731779098511"
                   2) "-85.05112751263942528"
                5) 1) "180"
                   2) "-85.05112751263942528"
                6) 1) "-179.99999731779098511"
                   2) "-85.05112751263942528"
                7) 1) "-179.99999731779098511"
                   2) "85.0511287799999991"
                > GEOHASH z a b d e f g
                1) "00bh0hbj210"
                2) "bp05b5048p0"
                3) "00bh0hbj200"
                4) "00bh0hbj200"
                5) "00bh0hbj200"
                6) "bp05b5048p0"
                > GEODIST z a g
                "18919844.3072"
                """);
    }

    @Test
    void geosearch() {
        twinConversation(
                """
                > GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 13.583333 37.316667 Agrigento
                (integer) 3
                > GEOADD Sicily 12.758489 38.788135 edge1 17.241510 38.788135 edge2
                (integer) 2
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 200 km ASC
                1) "Catania"
                2) "Agrigento"
                3) "Palermo"
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 200 km DESC
                1) "Palermo"
                2) "Agrigento"
                3) "Catania"
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHCOORD WITHDIST
                1) 1) "Catania"
                   2) "56.4413"
                   3) 1) "15.08726745843887329"
                      2) "37.50266842333162032"
                2) 1) "Agrigento"
                   2) "130.4235"
                   3) 1) "13.5833314061164856"
                      2) "37.31666804993816555"
                3) 1) "Palermo"
                   2) "190.4424"
                   3) 1) "13.36138933897018433"
                      2) "38.11555639549629859"
                4) 1) "edge2"
                   2) "279.7403"
                   3) 1) "17.24151045083999634"
                      2) "38.78813451624225195"
                5) 1) "edge1"
                   2) "279.7405"
                   3) 1) "12.7584877610206604"
                      2) "38.78813451624225195"
                > GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 100 km WITHDIST WITHHASH WITHCOORD ASC
                1) 1) "Palermo"
                   2) "0.0000"
                   3) (integer) 3479099956230698
                   4) 1) "13.36138933897018433"
                      2) "38.11555639549629859"
                2) 1) "Agrigento"
                   2) "90.9778"
                   3) (integer) 3479030013248308
                   4) 1) "13.5833314061164856"
                      2) "37.31666804993816555"
                3) 1) "edge1"
                   2) "91.4007"
                   3) (integer) 3479273021651468
                   4) 1) "12.7584877610206604"
                      2) "38.78813451624225195"
                > GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 200000 m COUNT 2
                1) "Palermo"
                2) "Agrigento"
                > GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 200000 m COUNT 1 ANY
                1) "Agrigento"
                > GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 100 mi ASC WITHDIST
                1) 1) "Palermo"
                   2) "0.0000"
                2) 1) "Agrigento"
                   2) "56.5311"
                3) 1) "edge1"
                   2) "56.7939"
                > GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 0 m
                1) "Palermo"
                > GEOSEARCH Sicily FROMLONLAT 0 0 BYRADIUS 1 m
                (empty array)
                > GEOSEARCH Sicily FROMLONLAT 0 0 BYRADIUS 20000 km ASC COUNT 3
                1) "Agrigento"
                2) "Catania"
                3) "Palermo"
                > GEOSEARCH none FROMMEMBER Palermo BYRADIUS 100 km
                (empty array)
                > GEOSEARCH none FROMLONLAT 0 0 BYBOX 1 1 km
                (empty array)
                > GEOSEARCH Sicily FROMMEMBER Nobody BYRADIUS 100 km
                (error) ERR could not decode requested zset member
                > GEOSEARCH Sicily FROMLONLAT 15 BYRADIUS 200 km
                (error) ERR value is not a valid float
                > GEOSEARCH Sicily FROMLONLAT 15 37 FROMMEMBER Palermo BYRADIUS 200 km
                (error) ERR syntax error
                > GEOSEARCH Sicily FROMMEMBER Palermo FROMLONLAT 15 37 BYRADIUS 200 km
                (error) ERR syntax error
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 200 km BYBOX 1 1 km
                (error) ERR syntax error
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 1 1 km BYRADIUS 200 km
                (error) ERR syntax error
                > geosearch Sicily BYRADIUS 200 km ASC WITHDIST
                (error) ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for geosearch
                > GeoSearch Sicily FROMLONLAT 15 37 ASC WITHDIST
                (error) ERR exactly one of BYRADIUS and BYBOX can be specified for GeoSearch
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS x km
                (error) ERR need numeric radius
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS -1 km
                (error) ERR radius cannot be negative
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 1 parsec
                (error) ERR unsupported unit provided. please use M, KM, FT, MI
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX x 1 km
                (error) ERR need numeric width
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 1 x km
                (error) ERR need numeric height
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 1 -1 km
                (error) ERR height or width cannot be negative
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 1 1 parsec
                (error) ERR unsupported unit provided. please use M, KM, FT, MI
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 1 km COUNT 0
                (error) ERR COUNT must be > 0
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 1 km COUNT x
                (error) ERR value is not an integer or out of range
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 1 km ANY
                (error) ERR the ANY argument requires COUNT argument
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 1 km STOREDIST
                (error) ERR syntax error
                > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 1 km nonsense
                (error) ERR syntax error
                > GEOSEARCH Sicily FROMLONLAT 215 37 BYRADIUS 1 km
                (error) ERR invalid longitude,latitude pair 215.000000,37.000000
                > SET string x
                OK
                > GEOSEARCH string FROMLONLAT 15 37 BYRADIUS 1 km
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void geosearchstore() {
        twinConversation(
                """
                > GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 13.583333 37.316667 Agrigento
                (integer) 3
                > GEOSEARCHSTORE to Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC COUNT 3
                (integer) 3
                > ZRANGE to 0 -1 WITHSCORES
                1) "Agrigento"
                2) "3479030013248308"
                3) "Palermo"
                4) "3479099956230698"
                5) "Catania"
                6) "3479447370796909"
                > GEOSEARCHSTORE to Sicily FROMMEMBER Palermo BYRADIUS 0 km STOREDIST
                (integer) 1
                > ZRANGE to 0 -1 WITHSCORES
                1) "Palermo"
                2) "0"
                > OBJECT ENCODING to
                "listpack"
                > GEOSEARCHSTORE to Sicily FROMLONLAT 0 0 BYRADIUS 1 km
                (integer) 0
                > EXISTS to
                (integer) 0
                > SET string x
                OK
                > GEOSEARCHSTORE string Sicily FROMMEMBER Palermo BYRADIUS 100 km
                (integer) 2
                > TYPE string
                zset
                > GEOSEARCHSTORE string none FROMMEMBER Palermo BYRADIUS 100 km
                (integer) 0
                > EXISTS string
                (integer) 0
                > GEOSEARCHSTORE to Sicily FROMMEMBER Palermo BYRADIUS 100 km WITHDIST
                (error) ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options
                > GEOSEARCHSTORE to Sicily FROMMEMBER Palermo STOREDIST ASC WITHHASH
                (error) ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options
                > GEOSEARCHSTORE to Sicily BYRADIUS 100 km ASC COUNT 1
                (error) ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for GEOSEARCHSTORE
                > GEOSEARCHSTORE to Sicily FROMLONLAT 1 1
                (error) ERR wrong number of arguments for 'geosearchstore' command
                > SET string x
                OK
                > GEOSEARCHSTORE to string FROMMEMBER Palermo BYRADIUS 100 km
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }

    @Test
    void georadius_and_its_kin() {
        twinConversation(
                """
                > GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 13.583333 37.316667 Agrigento
                (integer) 3
                > GEORADIUS Sicily 15 37 200 km WITHDIST WITHCOORD ASC
                1) 1) "Catania"
                   2) "56.4413"
                   3) 1) "15.08726745843887329"
                      2) "37.50266842333162032"
                2) 1) "Agrigento"
                   2) "130.4235"
                   3) 1) "13.5833314061164856"
                      2) "37.31666804993816555"
                3) 1) "Palermo"
                   2) "190.4424"
                   3) 1) "13.36138933897018433"
                      2) "38.11555639549629859"
                > GEORADIUS Sicily 15 37 200 km COUNT 1 WITHHASH
                1) 1) "Catania"
                   2) (integer) 3479447370796909
                > GEORADIUS_RO Sicily 15 37 100 km
                1) "Catania"
                > GEORADIUSBYMEMBER Sicily Agrigento 100 km ASC
                1) "Agrigento"
                2) "Palermo"
                > GEORADIUSBYMEMBER_RO Sicily Agrigento 100 km DESC
                1) "Palermo"
                2) "Agrigento"
                > GEORADIUS Sicily 15 37 200 km STORE to
                (integer) 3
                > ZRANGE to 0 -1 WITHSCORES
                1) "Agrigento"
                2) "3479030013248308"
                3) "Palermo"
                4) "3479099956230698"
                5) "Catania"
                6) "3479447370796909"
                > GEORADIUSBYMEMBER Sicily Agrigento 0 km STOREDIST to
                (integer) 1
                > ZRANGE to 0 -1 WITHSCORES
                1) "Agrigento"
                2) "0"
                > GEORADIUS Sicily 0 0 1 km STORE to
                (integer) 0
                > EXISTS to
                (integer) 0
                > GEORADIUSBYMEMBER none Agrigento 100 km
                (empty array)
                > GEORADIUSBYMEMBER none Agrigento x parsec
                (empty array)
                > GEORADIUSBYMEMBER none Agrigento 100 km STORE to
                (integer) 0
                > GEORADIUS none 15 37 200 km
                (empty array)
                > GEORADIUS none 15 37 200 km STORE to
                (integer) 0
                > GEORADIUSBYMEMBER Sicily Nobody 100 km
                (error) ERR could not decode requested zset member
                > GEORADIUS_RO Sicily 15 37 200 km STORE to
                (error) ERR syntax error
                > GEORADIUSBYMEMBER_RO Sicily Agrigento 100 km STOREDIST to
                (error) ERR syntax error
                > GEORADIUS Sicily 15 37 200 km STORE
                (error) ERR syntax error
                > GEORADIUS Sicily 15 37 200 km STORE to WITHDIST
                (error) ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options
                > GEORADIUS Sicily 15 37 200 km FROMMEMBER Palermo
                (error) ERR syntax error
                > GEORADIUS Sicily 15 37 x km
                (error) ERR need numeric radius
                > GEORADIUS Sicily 15 37 -1 km
                (error) ERR radius cannot be negative
                > GEORADIUS Sicily 15 37 1 parsec
                (error) ERR unsupported unit provided. please use M, KM, FT, MI
                > GEORADIUS Sicily 15 x 1 km
                (error) ERR value is not a valid float
                > GEORADIUS Sicily 15 137 1 km
                (error) ERR invalid longitude,latitude pair 15.000000,137.000000
                > GEORADIUS Sicily 15 37 1 km ANY
                (error) ERR the ANY argument requires COUNT argument
                > GEORADIUS Sicily 15 37 1 km COUNT -1
                (error) ERR COUNT must be > 0
                > SET string x
                OK
                > GEORADIUS string 15 37 1 km
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                > GEORADIUSBYMEMBER string 15 37 km
                (error) WRONGTYPE Operation against a key holding the wrong kind of value
                """);
    }
}
