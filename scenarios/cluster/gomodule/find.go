package gomodule

import (
	"fmt"
	"os"
	"path/filepath"
)

// NoCheckoutError says that the working folder is not in a checkout.
type NoCheckoutError struct{ Module, From string }

func (e *NoCheckoutError) Error() string {
	return fmt.Sprintf("find the Go module %s: neither %s nor a folder above it has it", e.Module, e.From)
}

// Find returns the root of the checkout that contains the nested module in the given folder: the named folder, or if it is "",
// the nearest one above the working folder. The error is a [*NoCheckoutError] if there is none.
func Find(named, module string) (checkout string, err error) {
	if named != "" {
		dir, err := filepath.Abs(named)
		if err != nil {
			return "", err
		}
		if !has(dir, module) {
			return "", fmt.Errorf("find the Go module %s: %s has none", module, dir)
		}
		return dir, nil
	}
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if has(dir, module) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", &NoCheckoutError{Module: module, From: start}
		}
	}
}

func has(dir, module string) bool {
	_, err := os.Stat(filepath.Join(dir, module, "go.mod"))
	return err == nil
}
