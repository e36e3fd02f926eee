package scenarios_test

import (
	"os"
	"syscall"
	"testing"
)

// peakMemory returns the maximum resident set size of a program, in MiB. Linux counts it in KiB (getrusage(2)).
func peakMemory(b *testing.B, ended *os.ProcessState) float64 {
	b.Helper()
	usage, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatal("the system did not report the program's peak memory")
	}
	return float64(usage.Maxrss) / 1024
}
