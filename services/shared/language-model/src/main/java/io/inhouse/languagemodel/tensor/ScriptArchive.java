package io.inhouse.languagemodel.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The file that {@code torch.jit.load} reads: a ZIP of stored entries with the source of one class without attributes and
 * a pickled instance of it. Source: torch/csrc/jit/docs/serialization.md in PyTorch.
 */
final class ScriptArchive {
    /** The pickle of an object of class {@code __torch__.Functions} without attributes, protocol 2. */
    private static final String OBJECT = "\u0080\u0002c__torch__\nFunctions\n)\u0081}b.";
    /** An empty tuple. */
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private ScriptArchive() {}

    /** @param methods functions in TorchScript, beginning in the first column, each with {@code self} */
    static byte[] of(String methods) throws IOException {
        String source = "class Functions(Module):\n  __parameters__ = []\n  __buffers__ = []\n" + methods.indent(2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "functions/data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "functions/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "functions/constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "functions/version", "10\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
