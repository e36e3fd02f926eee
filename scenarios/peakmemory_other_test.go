//go:build !linux

package scenarios_test

import (
	"os"
	"testing"
)

func peakMemory(b *testing.B, _ *os.ProcessState) float64 {
	b.Helper()
	b.Skip("peak memory is measured on Linux only")
	return 0
}
