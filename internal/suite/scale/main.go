// Command scale measures how memory, requests and time grow with the number of scenarios: it runs scheduling scenarios on
// simulated nodes, each number of scenarios in a separate process, and writes docs/bench:
//
//	go run ./internal/suite/scale [SCENARIOS...]
//
// It fails if twice the number of scenarios costs much more than twice as much.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gherkind/gherkind/internal/suite/command"
)

const (
	folder = "docs/bench"
	nodes  = 500
	// child is the first argument of the process that runs scenarios.
	child = "--run"
	// removing is how long a process that is interrupted may take to remove its nodes and namespaces.
	removing = 5 * time.Minute
)

func main() {
	command.Main(func(ctx context.Context) error {
		if len(os.Args) == 4 && os.Args[1] == child {
			return runOne(ctx, os.Args[2], os.Args[3])
		}
		return compare(ctx, os.Args[1:])
	})
}

// compare measures each number of scenarios, writes the page, and checks how the figures grow.
func compare(ctx context.Context, numbers []string) error {
	if len(numbers) == 0 {
		numbers = []string{"250", "500", "1000", "2000"}
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	out, err := os.MkdirTemp("", "gherkind-scale-")
	if err != nil {
		return fmt.Errorf("make a folder for the figures: %w", err)
	}
	now := newMeasured()
	for _, number := range numbers {
		r, err := measure(ctx, program, out, number)
		if err != nil {
			return fmt.Errorf("measure %s scenarios: %w", number, err)
		}
		now.Runs = append(now.Runs, r)
		fmt.Print(now.table())
		if err := now.write(folder); err != nil { // the next number may fail, or be interrupted
			return err
		}
	}
	fmt.Printf("heap profiles are in %s\n", out)
	return now.grows()
}

// measure runs scenarios in a separate process, so that its memory is only for them.
func measure(ctx context.Context, program, out, number string) (r run, err error) {
	if _, err := strconv.Atoi(number); err != nil {
		return r, fmt.Errorf("%q is no number of scenarios", number)
	}
	cmd := exec.CommandContext(ctx, program, child, number, out)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Cancel, cmd.WaitDelay = func() error { return cmd.Process.Signal(os.Interrupt) }, removing
	if err := cmd.Run(); err != nil {
		return r, err
	}
	text, err := os.ReadFile(filepath.Join(out, number+".json"))
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, err
	}
	r.CPU, r.Peak = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), command.PeakMemory(cmd.ProcessState)
	return r, nil
}
