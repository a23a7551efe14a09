package io.tutti.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives up as soon as more was read than the bound. */
final class BoundedStream extends FilterInputStream {

    private final long most;
    private long read;

    /** @param most bytes */
    BoundedStream(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int found = super.read();
        count(found < 0 ? 0 : 1);
        return found;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int found = super.read(buffer, offset, length);
        count(Math.max(found, 0));
        return found;
    }

    private void count(int more) {
        read += more;
        if (read > most) {
            throw new EndpointFailure(Fault.TOO_LARGE, "more than " + most + " bytes");
        }
    }
}
