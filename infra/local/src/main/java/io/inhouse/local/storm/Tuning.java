package io.inhouse.local.storm;

import java.io.IOException;

/** Keeps a few jobs ordered, and looks after them. */
final class Tuning extends Chore {
    private final Orders orders;

    Tuning(Orders orders, Notebook notebook) {
        super("tuning", notebook);
        this.orders = orders;
    }

    @Override
    void perform() throws IOException, InterruptedException {
        if (orders.pending() < Orders.AT_ONCE) {
            orders.submit(this);
        } else {
            orders.look(this);
        }
    }
}
