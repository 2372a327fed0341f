int placeholder_until_the_real_one(void) { return 0; }
