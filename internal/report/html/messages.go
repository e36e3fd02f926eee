package html

import (
	"embed"
	"io/fs"
)

//go:embed zh-CN.yaml
var messages embed.FS

// Messages has the translations of this package's texts.
func Messages() fs.FS { return messages }
