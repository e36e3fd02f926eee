package command

import (
	"os"
	"syscall"
)

// PeakMemory returns the largest resident set that a program had, in MiB. Linux counts it in KiB (getrusage(2)).
func PeakMemory(ended *os.ProcessState) float64 {
	usage, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return float64(usage.Maxrss) / 1024
}
