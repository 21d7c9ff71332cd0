import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.lucene.analysis.Analyzer;
import org.opensearch.Version;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.analysis.AnalyzerProvider;
import org.opensearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/** One node of OpenSearch 3 in this process, with the settings given as key=value. */
public final class OsNode3 extends Node {
    private static final String[] MODULES = {
        "org.opensearch.transport.Netty4ModulePlugin",
        "OsNode3$Analysis",
        "org.opensearch.index.reindex.ReindexModulePlugin",
        "org.opensearch.painless.PainlessModulePlugin",
        "org.opensearch.index.mapper.MapperExtrasModulePlugin",
    };

    /** Analysis without Thai, whose words are cut by data that small runtimes of Java lack. */
    public static final class Analysis extends CommonAnalysisModulePlugin {
        @Override
        public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
            Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> all =
                new TreeMap<>(super.getAnalyzers());
            all.remove("thai");
            return all;
        }

        @Override
        public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
            List<PreBuiltAnalyzerProviderFactory> all =
                new ArrayList<>(super.getPreBuiltAnalyzerProviderFactories());
            all.removeIf(factory -> factory.getName().equals("thai"));
            return all;
        }
    }

    private OsNode3(Environment environment, List<PluginInfo> plugins) {
        super(environment, plugins, true);
    }

    @Override
    protected void configureNodeAndClusterIdStateListener(ClusterService service) {}

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            int middle = argument.indexOf('=');
            settings.put(argument.substring(0, middle), argument.substring(middle + 1));
        }
        Path home = Paths.get(settings.get("path.home"));
        for (String folder : new String[] {"config", "modules", "plugins", "data", "logs"}) {
            Files.createDirectories(home.resolve(folder));
        }
        List<PluginInfo> plugins = new ArrayList<>();
        for (String module : MODULES) {
            plugins.add(new PluginInfo(
                module, "", "NA", Version.CURRENT, "21", module, null, Collections.emptyList(), false));
        }
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Collections.emptyMap(), home.resolve("config"), () -> "node");
        OsNode3 node = new OsNode3(environment, plugins);
        node.start();
        new CountDownLatch(1).await();
    }
}
