package io.inhouse.inference.generation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue with one lane per project. Lanes take turns, so that a project with many requests does not make the others wait
 * behind all of them. Its bound counts places: one is taken by {@link #reserve} and kept until {@link #leave}, also while the
 * item is worked on.
 */
final class FairQueue<T> {
    private final int capacity;
    /** Lanes that are not empty, the next one first. Guarded by this, as all fields. */
    private final Map<String, Deque<T>> lanes = new LinkedHashMap<>();

    private int occupied;
    private boolean closed;

    FairQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Takes a place for a later {@link #add}; false if the queue is full. */
    synchronized boolean reserve() {
        if (closed || occupied >= capacity) {
            return false;
        }
        occupied++;
        return true;
    }

    /** Frees the place of an item that is done, or one that was reserved in vain. */
    synchronized void leave() {
        occupied--;
    }

    /** Puts an item on a reserved place. */
    synchronized void add(String lane, T item) {
        lanes.computeIfAbsent(lane, name -> new ArrayDeque<>()).add(item);
        notifyAll();
    }

    /** Takes an item out before its turn and frees its place; false if it is not waiting any more. */
    synchronized boolean remove(String lane, T item) {
        Deque<T> items = lanes.get(lane);
        if (items == null || !items.remove(item)) {
            return false;
        }
        if (items.isEmpty()) {
            lanes.remove(lane);
        }
        occupied--;
        return true;
    }

    /** Waits for the next item; follow with {@link #leave} when it is done. */
    synchronized T take() throws InterruptedException {
        while (lanes.isEmpty()) {
            wait();
        }
        Map.Entry<String, Deque<T>> first = lanes.entrySet().iterator().next();
        String lane = first.getKey();
        Deque<T> items = first.getValue();
        lanes.remove(lane);
        T item = items.remove();
        if (!items.isEmpty()) {
            lanes.put(lane, items);
        }
        return item;
    }

    synchronized int size() {
        return occupied;
    }

    /** From now on nothing is taken in. */
    synchronized void close() {
        closed = true;
    }
}
