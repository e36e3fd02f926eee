package operator

import (
	"regexp"
	"strconv"
)

var amount = regexp.MustCompile(`^(\d+(?:\.\d+)?)([A-Za-z]*)$`)

// scaled multiplies a quantity: 100Mi, 500m, 0.5.
func scaled(text string, factor float64) (string, bool) {
	parts := amount.FindStringSubmatch(text)
	if parts == nil {
		return "", false
	}
	n, err := strconv.ParseFloat(parts[1], 64)
	if err != nil || n == 0 {
		return "", false
	}
	return strconv.FormatFloat(n*factor, 'f', -1, 64) + parts[2], true
}
