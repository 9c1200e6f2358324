import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * One node of a cluster on the loopback: {@code SearchNode FOLDER HTTP-PORT TRANSPORT-PORT ALL-TRANSPORT-PORTS...}.
 *
 * <p>It ends with its standard input, and so with the process that started it, however that ends. It has neither
 * users nor TLS, and must never listen elsewhere.
 */
public final class SearchNode extends Node {
    private static final String HOST = "127.0.0.1";
    private static final String NETWORK = "org.opensearch.transport.Netty4ModulePlugin";

    private SearchNode(Settings settings, Path config, String name) {
        super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> name), List.of(network()), true);
    }

    /** The server's own distribution finds its modules in folders; here they are on the class path. */
    private static PluginInfo network() {
        return new PluginInfo(NETWORK, "HTTP and transport", "1", Version.CURRENT, "21", NETWORK, null, List.of(), false);
    }

    public static void main(String[] given) throws Exception {
        Path folder = Path.of(given[0]).toAbsolutePath();
        Path config = Files.createDirectories(folder.resolve("config"));
        String[] transports = Arrays.copyOfRange(given, 3, given.length);
        String[] addresses = Arrays.stream(transports).map(port -> HOST + ":" + port).toArray(String[]::new);
        Settings settings = Settings.builder()
                .put("path.home", folder.toString())
                .put("path.data", folder.resolve("data").toString())
                .put("cluster.name", "ibid-tests")
                .put("node.name", given[2])
                .put("network.host", HOST)
                .put("http.port", given[1])
                .put("transport.port", given[2])
                .putList("discovery.seed_hosts", addresses)
                .putList("cluster.initial_cluster_manager_nodes", transports)
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .put("action.auto_create_index", false)
                .build();
        Node node = new SearchNode(settings, config, given[2]).start();
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        node.close();
        System.exit(0);
    }
}
