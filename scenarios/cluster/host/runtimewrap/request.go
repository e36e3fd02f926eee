//go:build linux

package main

import (
	"path/filepath"
	"slices"
	"strings"
)

// valued are runc's global flags that take their value from the next argument.
var valued = []string{"--root", "--log", "--log-format", "--rootless", "--criu"}

// request returns the file with the request, from a runc command line without argv[0]. isProcess says that the file is a process,
// not a whole config.json.
func request(args []string) (file string, isProcess, ok bool) {
	for i := 0; i < len(args); i++ {
		switch {
		case slices.Contains(valued, args[i]):
			i++
		case strings.HasPrefix(args[i], "-"):
		default:
			return ofCommand(args[i], args[i+1:])
		}
	}
	return "", false, false
}

func ofCommand(command string, args []string) (file string, isProcess, ok bool) {
	switch command {
	case "create", "run", "restore":
		bundle, _ := flag(args, "bundle", "b") // default: the working folder
		return filepath.Join(bundle, "config.json"), false, true
	case "exec":
		// Without a process file, the process is on the command line and requests what its container already has.
		file, ok = flag(args, "process", "p")
		return file, true, ok
	}
	return "", false, false
}

// flag parses a flag like runc's command line library: one or two dashes, the value after "=" or in the next argument.
func flag(args []string, names ...string) (value string, ok bool) {
	for i, arg := range args {
		name, value, joined := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if !strings.HasPrefix(arg, "-") || !slices.Contains(names, name) {
			continue
		}
		if joined {
			return value, true
		}
		if i+1 < len(args) {
			return args[i+1], true
		}
	}
	return "", false
}
