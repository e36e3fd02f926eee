package cluster

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml
var messages embed.FS

// Messages has the translations of this package's texts.
func Messages() fs.FS { return messages }
