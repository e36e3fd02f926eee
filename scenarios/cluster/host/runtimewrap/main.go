//go:build linux

// Command runtimewrap is an OCI runtime for hosts that may not hand out every
// capability. Docker asks runc for all of them when a container is privileged,
// and runc then refuses to start it ("unable to apply caps"). This program
// takes out of the request what the host does not have itself, and then
// becomes runc with the arguments unchanged.
//
// It uses the standard library only, because package host compiles it from an
// embedded copy of its source, where there may be no module around.
//
// The request is config.json in the bundle (OCI runtime specification,
// config.md) or, for exec, the process file: the same as its "process" part.
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
