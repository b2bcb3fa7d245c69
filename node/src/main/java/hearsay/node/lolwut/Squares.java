package hearsay.node.lolwut;

import java.util.random.RandomGenerator;

/// Squares in rows, each row more at random than the one above it. Drawn with Braille signs, whose
/// eight dots make a character two dots wide and four high.
final class Squares {

    private static final int DOTS_WIDE = 2;
    private static final int DOTS_HIGH = 4;
    private static final int BRAILLE = 0x2800;

    /// The bit of each dot in a Braille sign, row by row. The two lowest dots came later.
    private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    /// The first rows are in good order.
    private static final int ORDERLY_ROWS = 2;

    private static final int MARGIN = 2;

    private final boolean[][] dots;

    private Squares(int width, int height) {
        dots = new boolean[height][width];
    }

    static String draw(int columns, int perRow, int perColumn, RandomGenerator random) {
        int width = columns * DOTS_WIDE;
        int margin = width > 2 * MARGIN ? MARGIN : 0;
        double side = (double) (width - 2 * margin) / perRow;
        var sheet = new Squares(width, (int) (side * perColumn) + 2 * margin);
        for (int row = 0; row < perColumn; row++) {
            double disorder = row < ORDERLY_ROWS ? 0 : (double) row / perColumn;
            for (int column = 0; column < perRow; column++) {
                double x = margin + (column + 0.5 + disorder * swing(random) / 3) * side;
                double y = margin + (row + 0.5 + disorder * swing(random) / 3) * side;
                sheet.square(x, y, side / 2, disorder * swing(random));
            }
        }
        return sheet.braille();
    }

    /// Between -1 and 1.
    private static double swing(RandomGenerator random) {
        return 2 * random.nextDouble() - 1;
    }

    private void square(double x, double y, double half, double angle) {
        double cos = Math.cos(angle) * half;
        double sin = Math.sin(angle) * half;
        // One corner seen from the middle; turning it by a right angle gives the next.
        double cornerX = cos - sin;
        double cornerY = cos + sin;
        for (int i = 0; i < 4; i++) {
            line(x + cornerX, y + cornerY, x - cornerY, y + cornerX);
            double turned = -cornerY;
            cornerY = cornerX;
            cornerX = turned;
        }
    }

    private void line(double fromX, double fromY, double toX, double toY) {
        int steps = (int) Math.ceil(Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)));
        for (int i = 0; i <= steps; i++) {
            double part = steps == 0 ? 0 : (double) i / steps;
            dot((int) (fromX + (toX - fromX) * part), (int) (fromY + (toY - fromY) * part));
        }
    }

    private void dot(int x, int y) {
        if (y >= 0 && y < dots.length && x >= 0 && x < dots[y].length) dots[y][x] = true;
    }

    private String braille() {
        var text = new StringBuilder();
        for (int top = 0; top < dots.length; top += DOTS_HIGH) {
            if (top > 0) text.append('\n');
            for (int left = 0; left < dots[0].length; left += DOTS_WIDE) {
                text.append(sign(left, top));
            }
        }
        return text.toString();
    }

    private char sign(int left, int top) {
        int bits = 0;
        for (int y = 0; y < DOTS_HIGH && top + y < dots.length; y++) {
            for (int x = 0; x < DOTS_WIDE; x++) {
                if (dots[top + y][left + x]) bits |= DOTS[y][x];
            }
        }
        return (char) (BRAILLE + bits);
    }
}
