package step

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
)

// MaxDuration is the longest duration in a step. A longer one is a mistake, and would block a run silently.
const MaxDuration = 24 * time.Hour

// durationPattern also matches "30 seconds", so that it is reported as a bad duration together with the correct form.
const durationPattern = `[^\s"]+(?: (?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\b)?`

// Duration is {duration}: a Go duration longer than 0 and at most [MaxDuration]. Its value is a time.Duration.
func Duration() Type {
	return Type{
		Name:    "duration",
		Doc:     "A length of time: a number and a unit (ms, s, m, h), or several of them without spaces.",
		Example: "30s",
		Pattern: durationPattern,
		Parse:   func(text string, _ Place) (any, error) { return parseDuration(text) },
	}
}

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return 0, errors.New("write a number and a unit, as in 30s, 1m30s or 500ms")
	case d <= 0:
		return 0, errors.New("must be longer than 0")
	case d > MaxDuration:
		return 0, errors.New("must be at most 24h")
	default:
		return d, nil
	}
}

// Count is {count}: a whole number from 0. Its value is an int.
func Count() Type {
	return Type{
		Name:    "count",
		Doc:     "A whole number: 0, 1, 2 and so on.",
		Example: "3",
		Pattern: `[^\s"]+`,
		Parse:   parseCount,
	}
}

func parseCount(text string, _ Place) (any, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	if errors.Is(err, strconv.ErrRange) {
		return nil, fmt.Errorf("must be at most %d", math.MaxInt32)
	}
	if err != nil {
		return nil, errors.New("write a whole number, as in 0, 3 or 16")
	}
	return int(n), nil
}
