//go:build !linux

package command

import "os"

// PeakMemory is not known here: systems count it in units of their own.
func PeakMemory(*os.ProcessState) float64 { return 0 }
