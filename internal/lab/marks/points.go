package marks

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Points are hundredths of a point, so that sums are exact.
type Points int64

// One is a whole point, and Most is the maximum that a criterion can be worth.
const (
	One  Points = 100
	Most Points = 100000 * One
)

// ParsePoints parses the value of @points: "3", "2.5", "0.25".
func ParsePoints(text string) (Points, error) {
	whole, part, dot := strings.Cut(text, ".")
	if dot && (part == "" || len(part) > 2) {
		return 0, fmt.Errorf("read points %q: at most two digits stand after the point, such as 2.5", text)
	}
	n, err := digits(whole)
	if err != nil {
		return 0, fmt.Errorf("read points %q: a number of points is needed, such as 3 or 2.5", text)
	}
	hundredths := 0
	if dot {
		if hundredths, err = digits((part + "0")[:2]); err != nil {
			return 0, fmt.Errorf("read points %q: a number of points is needed, such as 3 or 2.5", text)
		}
	}
	p := Points(n)*One + Points(hundredths)
	if p > Most {
		return 0, fmt.Errorf("read points %q: at most %s are possible", text, Most)
	}
	return p, nil
}

// digits is strconv.Atoi without signs, for texts too short to overflow.
func digits(text string) (int, error) {
	if text == "" || len(text) > 9 || strings.Trim(text, "0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.Atoi(text)
}

// String returns the shortest decimal: "3", "2.5", "-0.25".
func (p Points) String() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	text := fmt.Sprintf("%s%d.%02d", sign, p/One, p%One)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// Float is for formats that only have floating point numbers.
func (p Points) Float() float64 { return float64(p) / float64(One) }

// MarshalJSON writes a number.
func (p Points) MarshalJSON() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalJSON reads a number with at most two digits after the point.
func (p *Points) UnmarshalJSON(data []byte) error {
	var f float64
	if err := json.Unmarshal(data, &f); err != nil {
		return fmt.Errorf("read points %s: %w", data, err)
	}
	hundredths := math.Round(f * float64(One))
	if math.Abs(hundredths) > float64(Most)*1000 || math.Abs(hundredths/float64(One)-f) > 1e-9 {
		return fmt.Errorf("read points %s: at most two digits stand after the point", data)
	}
	*p = Points(hundredths)
	return nil
}

// Part returns the points for have of want parts of something worth whole, rounded to the nearest hundredth, a half up. Less
// than all parts never earn all points, and some parts always earn some, as far as hundredths allow.
func Part(whole Points, have, want int) Points {
	if have <= 0 || want <= 0 || whole <= 0 {
		return 0
	}
	if have >= want {
		return whole
	}
	earned := (2*whole*Points(have) + Points(want)) / (2 * Points(want))
	return max(min(earned, whole-1), min(1, whole-1))
}
