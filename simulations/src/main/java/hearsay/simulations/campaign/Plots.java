package hearsay.simulations.campaign;

import hearsay.simulations.campaign.Distribution.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Pictures of distributions: how many of hundred seeds stay below each value, which shows the
/// median, the tail and the steps in between without choosing the width of bars.
final class Plots {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;

    private Plots() {}

    /// Writes `NAME.png` of a figure.
    static Path write(Distribution distribution, String story, Path folder) throws IOException {
        System.setProperty("java.awt.headless", "true");
        List<Sample> samples = distribution.sorted();
        double[] values = new double[samples.size()];
        double[] percents = new double[samples.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples.get(i).number();
            percents[i] = 100.0 * (i + 1) / values.length;
        }
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(
                                String.format(
                                        Locale.ROOT,
                                        "%s: %s over %d seeds, median %s, p99 %s",
                                        story,
                                        distribution.title(),
                                        samples.size(),
                                        FigureTable.number(distribution.percentile(50)),
                                        FigureTable.number(distribution.percentile(99))))
                        .xAxisTitle(distribution.title())
                        .yAxisTitle("% of seeds up to that")
                        .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(100.0);
        chart.addSeries(distribution.name(), values, percents).setMarker(SeriesMarkers.NONE);
        Path file = folder.resolve(distribution.name().replaceAll("[^a-z0-9]+", "-") + ".png");
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
        return file;
    }
}
