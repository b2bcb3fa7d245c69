package hearsay.node.lolwut;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Three rows of houses before a bright sky: pale ones far away, grey ones in the middle, black
/// ones in front, and behind some of the front windows there is light.
final class Skyline {

    private static final byte FRONT = 0;
    private static final byte MIDDLE = 1;
    private static final byte FAR = 2;
    private static final byte SKY = 3;

    /// Terminal colours, foreground and background alike, so that it looks the same everywhere.
    private static final String[] COLOURS = {"30;40", "90;100", "37;47", "97;107"};

    private final int width;
    private final byte[][] picture;
    private final RandomGenerator random;

    private Skyline(int width, int height, RandomGenerator random) {
        this.width = width;
        this.random = random;
        picture = new byte[height][width];
        for (var row : picture) Arrays.fill(row, SKY);
    }

    static String draw(int columns, int rows, RandomGenerator random) {
        var city = new Skyline(columns, rows, random);
        city.row(FAR, 0.5, 1.0);
        city.row(MIDDLE, 0.4, 0.8);
        city.row(FRONT, 0.25, 0.65);
        return city.text();
    }

    /// @param low the height of the lowest houses, as part of the picture's
    private void row(byte shade, double low, double high) {
        int x = -random.nextInt(8);
        while (x < width) {
            int wide = 7 + random.nextInt(10);
            double part = low + (high - low) * random.nextDouble();
            house(x, wide, Math.max(1, (int) (picture.length * part)), shade);
            x += wide + random.nextInt(shade == FRONT ? 9 : 4);
        }
    }

    private void house(int left, int wide, int high, byte shade) {
        int roof = picture.length - high;
        for (int y = roof; y < picture.length; y++) {
            // The roof is narrower by a step on each side.
            int step = y == roof ? 2 : 0;
            for (int x = left + step; x < left + wide - step; x++) paint(x, y, shade);
        }
        if (shade == FRONT) windows(left, wide, roof);
    }

    /// Two characters make a window, because a character is higher than wide.
    private void windows(int left, int wide, int roof) {
        for (int y = roof + 2; y < picture.length - 1; y += 2) {
            for (int x = left + 2; x + 2 < left + wide; x += 4) {
                byte light = random.nextInt(3) == 0 ? FAR : MIDDLE;
                paint(x, y, light);
                paint(x + 1, y, light);
            }
        }
    }

    private void paint(int x, int y, byte shade) {
        if (x >= 0 && x < width) picture[y][x] = shade;
    }

    private String text() {
        var text = new StringBuilder();
        for (int y = 0; y < picture.length; y++) {
            if (y > 0) text.append('\n');
            for (byte shade : picture[y]) {
                text.append("\u001b[0;").append(COLOURS[shade]).append("m \u001b[0m");
            }
        }
        return text.toString();
    }
}
