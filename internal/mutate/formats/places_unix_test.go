//go:build unix

package formats_test

import (
	"io"
	"testing"

	"github.com/gherkind/gherkind/internal/mutate/formats"
	"github.com/gherkind/gherkind/internal/report/reporttest"
)

func TestWhereAReportGoes(t *testing.T) {
	reporttest.Places(t, func(spec string) (func() error, error) {
		w, err := formats.Parse(spec)
		return func() error { return w.Write(nil, report(), io.Discard) }, err
	})
}
