package main

import (
	"fmt"
	"strings"
)

// Sizes of the picture, in pixels.
const (
	width, left, right = 720, 130, 70
	bar, gap, top      = 22, 14, 34
)

// picture has a bar for each tool: up to the last verdict, if known, and up to the end.
func (m *measured) picture() string {
	tools, longest := m.tools(), 0.0
	for _, tool := range tools {
		longest = max(longest, m.median(tool, wall))
	}
	height := top + len(tools)*(bar+gap) + gap
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img" aria-label="%d tests: seconds until all have ended">
<rect width="100%%" height="100%%" fill="#fff"/>
<text x="%d" y="20" fill="#444">seconds: to the last verdict (dark), and until everything is removed</text>
`, width, height, width, height, m.Tests, left)
	for i, tool := range tools {
		y, end := top+i*(bar+gap)+gap/2, m.median(tool, wall)
		scale := func(seconds float64) float64 { return seconds / longest * (width - left - right) }
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end" fill="#222">%s</text>
<rect x="%d" y="%d" width="%.1f" height="%d" fill="#9ec5e8"/>
`, left-8, y+16, tool, left, y, scale(end), bar)
		if at := m.median(tool, verdicts); at > 0 {
			fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="#2f6da8"/>
`, left, y, scale(at), bar)
		}
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" fill="#222">%.1f</text>
`, left+scale(end)+6, y+16, end)
	}
	b.WriteString("</svg>\n")
	return b.String()
}
