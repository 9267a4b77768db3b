package io.inhouse.training.worker;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A small result that is kept in a job's directory, as JSON, so that a later attempt need not compute it again. It saves time
 * and decides nothing: one that cannot be read is as good as none.
 */
final class WorkFile {
    private static final System.Logger LOG = System.getLogger(WorkFile.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WorkFile() {}

    static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        try {
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a file in the job''s directory is damaged and computed again file={0}",
                    file.getFileName());
            return Optional.empty();
        }
    }

    /** Whole and on the disk when this returns. */
    static void write(Path file, Object value) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(value));
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // Without it the name may survive a loss of power that the content does not.
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
