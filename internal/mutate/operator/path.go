package operator

import (
	"fmt"
	"strings"
)

// pathText writes a path in the usual notation: spec.containers[0].image.
func pathText(path []any) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", step)
		default:
			if b.Len() > 0 {
				b.WriteString(".")
			}
			fmt.Fprintf(&b, "%v", step)
		}
	}
	return b.String()
}
