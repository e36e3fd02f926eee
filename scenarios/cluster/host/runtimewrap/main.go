//go:build linux

// Command runtimewrap is an OCI runtime for hosts on which not every capability is available. For a privileged container, Docker
// requests all capabilities from runc, which then refuses to start it ("unable to apply caps"). This program removes what the
// host does not have from the request, and then executes runc with unchanged arguments.
//
// It uses only the standard library, because package host compiles it from an embedded copy of its source, where no modules may
// be available.
//
// The request is config.json in the bundle (OCI runtime specification, config.md) or, for exec, the process file, which is the
// same as its "process" part.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	if err := run(os.Args); err != nil {
		fmt.Fprintln(os.Stderr, "gherkind-runc:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	limits, err := readLimits()
	if err != nil {
		return err
	}
	if file, isProcess, ok := request(args[1:]); ok {
		if err := rewriteFile(file, isProcess, limits); err != nil {
			return err
		}
	}
	runc, err := exec.LookPath("runc")
	if err != nil {
		return fmt.Errorf("find the real runtime: %w", err)
	}
	if err := syscall.Exec(runc, args, os.Environ()); err != nil {
		return fmt.Errorf("start %s: %w", runc, err)
	}
	return nil
}
