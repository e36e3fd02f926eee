//go:build !linux

package command

import "os"

// PeakMemory returns 0: on other systems the unit differs.
func PeakMemory(*os.ProcessState) float64 { return 0 }
