package io.inhouse.portal.start;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A list on a page that shows several: when the server that holds it does not answer, the others still show.
 *
 * @param available false if it could not be fetched; then it is empty
 */
public record Fetched<T>(List<T> items, boolean available) {
    private static final Logger LOG = Logger.getLogger(Fetched.class);

    static <T> Fetched<T> of(Supplier<List<T>> source) {
        try {
            return new Fetched<>(List.copyOf(source.get()), true);
        } catch (ProcessingException e) {
            return unavailable(e);
        } catch (WebApplicationException e) {
            // A session that ended is the page's affair.
            if (e.getResponse().getStatus() == 401) {
                throw e;
            }
            return unavailable(e);
        }
    }

    private static <T> Fetched<T> unavailable(RuntimeException cause) {
        LOG.warnf("Part of the platform does not answer cause=%s", cause.getMessage());
        return new Fetched<>(List.of(), false);
    }
}
