package io.inhouse.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the tree, or of the entries, that never changes and has one address (c2sp.org/tlog-tiles).
 *
 * @param level of the tile; hash i of tile n is the root over the entries from (256 n + i) 256^level on. {@link #ENTRIES} for
 *     entries themselves
 * @param index of the tile in its level
 * @param width how many hashes or entries, 256 unless the tile was the tree's last
 */
public record Tile(int level, long index, int width) {
    public static final int WIDTH = 256;
    public static final int ENTRIES = -1;

    private static final int MAX_LEVEL = 63;
    private static final int HEIGHT = 8;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public Tile {
        if (level < ENTRIES || level > MAX_LEVEL || index < 0 || width < 1 || width > WIDTH) {
            throw new IllegalArgumentException("no tile: level " + level + ", index " + index + ", width " + width);
        }
    }

    /** @throws IllegalArgumentException if this is not exactly the path of a tile */
    public static Tile parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the path of a tile: tile/<level>/<index>[.p/<width>]");
        }
        String digits = matcher.group(2).replace("x", "").replace("/", "");
        if (digits.length() > 18 || (digits.length() > 3 && digits.startsWith("000"))) {
            throw new IllegalArgumentException(
                    "a tile's index is written in as few groups of three digits as it takes");
        }
        int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        int width = matcher.group(3) == null ? WIDTH : Integer.parseInt(matcher.group(3));
        if (matcher.group(3) != null && width >= WIDTH) {
            throw new IllegalArgumentException("a partial tile is narrower than " + WIDTH);
        }
        return new Tile(level, Long.parseLong(digits), width);
    }

    /** All tiles of hashes of a tree of that size, level by level; the tiles of entries are those of level 0. */
    public static List<Tile> of(long size) {
        List<Tile> tiles = new ArrayList<>();
        int level = 0;
        for (long hashes = size; hashes > 0; hashes >>= HEIGHT) {
            for (long index = 0; index < hashes / WIDTH; index++) {
                tiles.add(new Tile(level, index, WIDTH));
            }
            if (hashes % WIDTH > 0) {
                tiles.add(new Tile(level, hashes / WIDTH, (int) (hashes % WIDTH)));
            }
            level++;
        }
        return tiles;
    }

    public String path() {
        StringBuilder path = new StringBuilder("%03d".formatted(index % 1_000));
        for (long rest = index / 1_000; rest > 0; rest /= 1_000) {
            path.insert(0, "x%03d/".formatted(rest % 1_000));
        }
        String suffix = width == WIDTH ? "" : ".p/" + width;
        return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + path + suffix;
    }

    /** Number, in its level, of the first hash or entry. */
    public long first() {
        return index * WIDTH;
    }

    /** Level of the perfect subtrees whose roots are in the tile. */
    public int nodeLevel() {
        return Math.max(0, level) * HEIGHT;
    }

    /** Whether a tree of that size holds all of it. */
    public boolean isIn(long size) {
        return nodeLevel() < Long.SIZE - 1
                && index < (Long.MAX_VALUE >> HEIGHT)
                && first() + width <= size >> nodeLevel();
    }

    /**
     * The tile's bytes: {@value Hash#SIZE} for each hash.
     *
     * @throws java.util.NoSuchElementException if the tree does not hold all of it
     */
    public byte[] hashes(TreeNodes nodes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(width * Hash.SIZE);
        for (long i = first(); i < first() + width; i++) {
            bytes.writeBytes(nodes.node(nodeLevel(), i).bytes());
        }
        return bytes.toByteArray();
    }

    /** A tile of entries: each after its length in two bytes, the higher first. */
    public static byte[] entries(List<byte[]> leaves) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            if (leaf.length > Leaf.MAX_SIZE) {
                throw new IllegalArgumentException("an entry of " + leaf.length + " bytes; at most " + Leaf.MAX_SIZE);
            }
            bytes.write(leaf.length >> 8);
            bytes.write(leaf.length);
            bytes.writeBytes(leaf);
        }
        return bytes.toByteArray();
    }
}
