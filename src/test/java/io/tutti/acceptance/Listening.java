package io.tutti.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The sockets on which a process of this machine listens, as Linux shows them. */
final class Listening {

    private Listening() {}

    /** Each as the address in hexadecimal, a colon, the port in decimal; those of version 6 that stand for one of version 4 as that. */
    static Set<String> places(long pid) throws IOException {
        Path process = Path.of("/proc", String.valueOf(pid));
        Set<String> sockets = sockets(process.resolve("fd"));
        Set<String> places = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
                String[] cells = line.strip().split("\\s+");
                boolean isOpen = cells.length > 9 && (table.startsWith("udp") || cells[3].equals("0A"));
                if (isOpen && sockets.contains(cells[9])) {
                    String[] local = cells[1].split(":");
                    places.add(local[0].replaceFirst("^0{16}FFFF0000", "") + ":" + Integer.parseInt(local[1], 16));
                }
            }
        }
        return places;
    }

    private static Set<String> sockets(Path folder) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> open = Files.list(folder)) {
            for (Path file : open.toList()) {
                String target = target(file);
                if (target.startsWith("socket:[")) {
                    sockets.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return sockets;
    }

    /** Empty when it was closed since the folder was read. */
    private static String target(Path file) throws IOException {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
