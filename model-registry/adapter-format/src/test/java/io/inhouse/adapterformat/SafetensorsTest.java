package io.inhouse.adapterformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path directory;

    @Test
    void readsWhatTheReferenceImplementationWrote() throws IOException {
        Path file = Files.write(directory.resolve("reference.safetensors"), golden());

        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            assertThat(tensors.tensors().keySet())
                    .containsExactly("a.single", "b.half", "c.long", "d.bytes", "e.scalar");
            assertThat(tensors.metadata()).containsExactly(Map.entry("format", "pt"));
            assertThat(tensors.tensor("a.single").shape()).containsExactly(2L, 3L);
            assertThat(tensors.floats("a.single")).containsExactly(0f, 0.25f, 0.5f, 0.75f, 1f, 1.25f);
            assertThat(tensors.floats("b.half")).containsExactly(0.5f, -2f, 65504f);
            assertThat(tensors.floats("e.scalar")).containsExactly(1.25f);
            MemorySegment longs = tensors.segment("c.long");
            assertThat(longs.get(ValueLayout.JAVA_LONG_UNALIGNED, 8)).isEqualTo(-(1L << 40));
            assertThat(longs.isReadOnly()).isTrue();
        }
    }

    @Test
    void writesTheBytesOfTheReferenceImplementation() throws IOException {
        Path file = Files.write(directory.resolve("reference.safetensors"), golden());
        List<TensorContent> contents = new ArrayList<>();
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            for (TensorInfo info : tensors.tensors().values()) {
                byte[] bytes = tensors.segment(info.name()).toArray(ValueLayout.JAVA_BYTE);
                contents.add(new TensorContent(info.name(), info.type(), info.shape(), out -> out.write(bytes)));
            }

            byte[] copy = written(contents, tensors.metadata());

            assertThat(copy).isEqualTo(golden());
        }
    }

    @Test
    void theOrderOfTheTensorsDoesNotChangeTheBytes() throws IOException {
        List<TensorContent> tensors = new ArrayList<>(List.of(
                TensorContent.ofFloats("z", List.of(2L), new float[] {1, 2}),
                TensorContent.ofFloats("a", List.of(1L, 1L), new float[] {3}),
                new TensorContent("m", ElementType.I64, List.of(1L), out -> out.write(new byte[8]))));
        byte[] first = written(tensors);
        Collections.reverse(tensors);

        byte[] second = written(tensors);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void refusesATensorThatYieldsTooFewBytes() {
        TensorContent tensor = new TensorContent("t", ElementType.F32, List.of(2L), out -> out.write(new byte[4]));

        assertThatThrownBy(() -> written(List.of(tensor))).hasMessageContaining("tensor t wrote 4 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                                                            | 4 | truncated
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                                                            | 8 | belong to none
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}       | 8 | overlaps
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}       | 9 | gap
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}                                                            | 4 | data_offsets are [4, 0]
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}                                                           | 4 | natural number
            {"t":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                                                            | 8 | takes 12 bytes
            {"t":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}                                        | 0 | overflows
            {"t":{"dtype":"Q7","shape":[1],"data_offsets":[0,4]}}                                                             | 4 | unknown dtype Q7
            {"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}       | 0 | Duplicate
            {"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":1}}                                                   | 0 | exactly dtype
            {"__metadata__":{"n":1}}                                                                                          | 0 | is not a string
            [1]                                                                                                               | 0 | must begin with
            {} x                                                                                                              | 0 | not JSON
            """)
    void refusesAHeaderThatIsNotExact(String header, int dataSize, String complaint) throws IOException {
        Path file = file(header.length(), header, dataSize);

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(MalformedAdapterException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({"100, truncated", "200000000, at most 100000000", "-1, 18446744073709551615"})
    void refusesAHeaderLengthThatCannotBe(long length, String complaint) throws IOException {
        Path file = file(length, "{}", 0);

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(MalformedAdapterException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void aViewIsRefusedAfterClosing() throws IOException {
        Path file = Files.write(
                directory.resolve("t"), written(List.of(TensorContent.ofFloats("t", List.of(1L), new float[] {7}))));
        SafetensorsFile tensors = SafetensorsFile.open(file);
        MemorySegment view = tensors.segment("t");

        tensors.close();

        assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsBrainFloats() throws IOException {
        byte[] one = {(byte) 0x80, 0x3F, (byte) 0xC0, (byte) 0xC0};
        TensorContent tensor = new TensorContent("t", ElementType.BF16, List.of(2L), out -> out.write(one));
        Path file = Files.write(directory.resolve("t"), written(List.of(tensor)));

        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            assertThat(tensors.floats("t")).containsExactly(1f, -6f);
        }
    }

    private Path file(long headerLength, String header, int dataSize) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataSize).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(headerLength).put(json);
        return Files.write(directory.resolve("model.safetensors"), bytes.array());
    }

    private static byte[] written(List<TensorContent> tensors) throws IOException {
        return written(tensors, Map.of());
    }

    private static byte[] written(List<TensorContent> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, tensors, metadata);
        return out.toByteArray();
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = SafetensorsTest.class.getResourceAsStream("/golden/reference.safetensors")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
