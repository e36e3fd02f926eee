// Package doctor looks at all that a run needs on this machine, and says of each finding how it is and how it is put right.
//
// It only reads: nothing is started, pulled, made or written. What a run itself checks before it makes anything is asked by
// the same functions, those of packages host, nodeimage and cluster; see [Run].
package doctor
