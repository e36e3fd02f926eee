# Notes

Some text
